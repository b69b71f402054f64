/**
 * An {@linkplain dev.adyton.testkit.vendors.IntelMachine Intel}, an {@linkplain dev.adyton.testkit.vendors.AmdMachine AMD} and an
 * {@linkplain dev.adyton.testkit.vendors.AwsEnclave AWS} of one's own. Each starts with everything right; a test changes what it wants before it is signed, and then asks for
 * evidence and endorsements. All of it is valid around {@link dev.adyton.testkit.vendors.IntelMachine#NOW}, a fixed instant for each vendor. For one thread each.
 * {@link dev.adyton.testkit.vendors.SampleDirectory} finds real evidence, where there is some.
 */
@NullMarked
package dev.adyton.testkit.vendors;

import org.jspecify.annotations.NullMarked;

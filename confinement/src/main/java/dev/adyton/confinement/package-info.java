/**
 * A process confines itself: {@link dev.adyton.confinement.SelfConfinement} gives up, for all threads and for good, the system calls that a
 * {@link dev.adyton.confinement.Profile} does not have. {@link dev.adyton.confinement.Landlock} takes files from threads. Linux is called through the Foreign Function API, so this module, and no other, needs
 * {@code --enable-native-access}. Nothing here gives a process more than it had; code that reaches this package after the confinement can do nothing with it.
 */
@NullMarked
package dev.adyton.confinement;

import org.jspecify.annotations.NullMarked;

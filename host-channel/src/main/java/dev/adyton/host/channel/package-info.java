/**
 * The host's end of a session. {@link dev.adyton.host.channel.AttestedSession} is what each backend opens over its records;
 * {@link dev.adyton.host.channel.HostAppraisal} makes the appraisers that hosts use.
 */
@NullMarked
package dev.adyton.host.channel;

import org.jspecify.annotations.NullMarked;

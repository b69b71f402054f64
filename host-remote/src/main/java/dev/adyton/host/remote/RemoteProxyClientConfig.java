package dev.adyton.host.remote;

import java.time.Duration;

/**
 * How to reach provision servers. Immutable.
 *
 * @param provision which server; belongs to the loader made from this
 * @param connectDeadline how long a server may take to answer at first; positive
 * @param startDeadline how long a server may take to start an enclave, to check an image that it has been sent, and to take the next 1 MiB of
 *     one; positive. A server that lives and never answers would hold its caller for ever otherwise
 * @param keepaliveTime a link that was silent this long is asked whether it lives; positive. The enclave is asked after this time, the
 *     server on the way to it after 10 s at the least
 * @param keepaliveTimeout a link that does not answer this long is lost; positive
 */
public record RemoteProxyClientConfig(
        RemoteProvision provision,
        Duration connectDeadline,
        Duration startDeadline,
        Duration keepaliveTime,
        Duration keepaliveTimeout) {
    /** The server's own limit for an enclave's start is half of it. */
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    public RemoteProxyClientConfig {
        positive("connect deadline", connectDeadline);
        positive("start deadline", startDeadline);
        positive("keepalive time", keepaliveTime);
        positive("keepalive timeout", keepaliveTimeout);
    }

    /** 10 s to connect, 60 s to start an enclave; a dead peer is noticed within 20 s. */
    public static RemoteProxyClientConfig defaultsWithProvision(RemoteProvision provision) {
        var ten = Duration.ofSeconds(10);
        return new RemoteProxyClientConfig(provision, ten, START_DEADLINE, ten, ten);
    }

    /** This with another connect deadline. */
    public RemoteProxyClientConfig withConnectDeadline(Duration other) {
        return new RemoteProxyClientConfig(provision, other, startDeadline, keepaliveTime, keepaliveTimeout);
    }

    /** This with another deadline for the start of an enclave. */
    public RemoteProxyClientConfig withStartDeadline(Duration other) {
        return new RemoteProxyClientConfig(provision, connectDeadline, other, keepaliveTime, keepaliveTimeout);
    }

    /** This with other bounds after which a silent link counts as lost. */
    public RemoteProxyClientConfig withKeepalive(Duration time, Duration timeout) {
        return new RemoteProxyClientConfig(provision, connectDeadline, startDeadline, time, timeout);
    }

    private static void positive(String what, Duration found) {
        if (!found.isPositive()) {
            throw new IllegalArgumentException(what + ": found " + found + ", wanted more than zero");
        }
    }
}

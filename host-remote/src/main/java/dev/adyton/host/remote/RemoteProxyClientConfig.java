package dev.adyton.host.remote;

import java.time.Duration;

/**
 * How to reach provision servers. Immutable.
 *
 * @param provision which server; belongs to the loader made from this
 * @param connectDeadline how long a server may take to answer at first; positive
 * @param keepaliveTime a link that was silent this long is asked whether it lives; positive. The enclave is asked after this time, the
 *     server on the way to it after 10 s at the least
 * @param keepaliveTimeout a link that does not answer this long is lost; positive
 */
public record RemoteProxyClientConfig(
        RemoteProvision provision, Duration connectDeadline, Duration keepaliveTime, Duration keepaliveTimeout) {
    public RemoteProxyClientConfig {
        positive("connect deadline", connectDeadline);
        positive("keepalive time", keepaliveTime);
        positive("keepalive timeout", keepaliveTimeout);
    }

    /** 10 s to connect; a dead peer is noticed within 20 s. */
    public static RemoteProxyClientConfig defaultsWithProvision(RemoteProvision provision) {
        var ten = Duration.ofSeconds(10);
        return new RemoteProxyClientConfig(provision, ten, ten, ten);
    }

    /** This with another connect deadline. */
    public RemoteProxyClientConfig withConnectDeadline(Duration other) {
        return new RemoteProxyClientConfig(provision, other, keepaliveTime, keepaliveTimeout);
    }

    /** This with other bounds after which a silent link counts as lost. */
    public RemoteProxyClientConfig withKeepalive(Duration time, Duration timeout) {
        return new RemoteProxyClientConfig(provision, connectDeadline, time, timeout);
    }

    private static void positive(String what, Duration found) {
        if (!found.isPositive()) {
            throw new IllegalArgumentException(what + ": found " + found + ", wanted more than zero");
        }
    }
}

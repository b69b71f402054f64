package dev.adyton.endorsements;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where the vendors' services are. Their answers are signed by the vendors, so these may be mirrors, caches, or anybody's, with TLS or without: they can withhold endorsements, and see
 * which kinds of machines are asked about.
 *
 * @param intel Intel's provisioning certification service, or a cache of it
 * @param amd AMD's key distribution service (AMD 57230), without the path {@code /vcek/v1}
 * @param proxy HTTP proxy for all of them; without one they are reached directly, whatever the JVM's properties say
 */
public record VendorServices(Intel intel, URI amd, Optional<InetSocketAddress> proxy) {
    /** Intel's provisioning certification service. */
    public static final URI INTEL_PCS = URI.create("https://api.trustedservices.intel.com");

    /** Where Intel has the revocation list of its root, which is no part of that service. */
    public static final URI INTEL_ROOT_CRL =
            URI.create("https://certificates.trustedservices.intel.com/IntelSGXRootCA.der");

    /** AMD's key distribution service. */
    public static final URI AMD_KDS = URI.create("https://kdsintf.amd.com");

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** Where Intel's endorsements come from. */
    public sealed interface Intel {
        /** What comes before {@code /sgx/certification/v4}. */
        URI base();
    }

    /**
     * Intel's service itself (PCS API version 4).
     *
     * @param rootCrl revocation list of the root, in DER
     */
    public record Pcs(URI base, URI rootCrl) implements Intel {
        /** @throws IllegalArgumentException when one is no such address */
        public Pcs {
            check(base);
            check(rootCrl);
        }
    }

    /** A provisioning certificate caching service in a data centre, version 4 of its interface, which has the revocation list of the root as well. */
    public record Pccs(URI base) implements Intel {
        /** @throws IllegalArgumentException when it is no such address */
        public Pccs {
            check(base);
        }
    }

    /** @throws IllegalArgumentException when an address is not {@code http} or {@code https}, has no host, or has a query, a fragment or user information */
    public VendorServices {
        check(amd);
    }

    /** The vendors' own, reached directly. */
    public static VendorServices vendors() {
        return new VendorServices(new Pcs(INTEL_PCS, INTEL_ROOT_CRL), AMD_KDS, Optional.empty());
    }

    /** This with another service for Intel's endorsements. */
    public VendorServices withIntel(Intel other) {
        return new VendorServices(other, amd, proxy);
    }

    /** This with another service for AMD's. */
    public VendorServices withAmd(URI other) {
        return new VendorServices(intel, other, proxy);
    }

    /** This with a proxy. */
    public VendorServices withProxy(InetSocketAddress other) {
        return new VendorServices(intel, amd, Optional.of(other));
    }

    private static void check(URI uri) {
        var usable = uri.getScheme() != null
                && SCHEMES.contains(uri.getScheme())
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!usable) {
            throw new IllegalArgumentException(
                    "service: found " + uri + ", wanted an address such as https://host.example:8081");
        }
    }
}

package dev.adyton.cli;

import dev.adyton.endorsements.VendorServices;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the vendors' services are. */
final class VendorOptions {
    @Option(
            names = "--pcs",
            paramLabel = "URL",
            description = "Intel's provisioning certification service, or a mirror of it. Default: Intel's own.")
    private @Nullable URI pcs;

    @Option(
            names = "--root-crl",
            paramLabel = "URL",
            description = "Where the revocation list of Intel's root is, in DER. Default: Intel's own.")
    private @Nullable URI rootCrl;

    @Option(
            names = "--pccs",
            paramLabel = "URL",
            description = "Ask this provisioning certificate caching service rather than Intel.")
    private @Nullable URI pccs;

    @Option(
            names = "--kds",
            paramLabel = "URL",
            description = "AMD's key distribution service, or a mirror of it. Default: AMD's own.")
    private @Nullable URI kds;

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "HTTP proxy. Default: none, whatever the environment says.")
    private @Nullable HostPort proxy;

    /** @throws ParameterException when they make no sense */
    VendorServices services(CommandLine line) {
        if (pccs != null && (pcs != null || rootCrl != null)) {
            throw new ParameterException(
                    line, "--pccs: found it with --pcs or --root-crl, wanted one service of Intel's");
        }
        try {
            var services = VendorServices.vendors().withIntel(intel());
            services = kds == null ? services : services.withAmd(kds);
            return proxy == null ? services : services.withProxy(new InetSocketAddress(proxy.host(), proxy.port()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
    }

    private VendorServices.Intel intel() {
        if (pccs != null) {
            return new VendorServices.Pccs(pccs);
        }
        return new VendorServices.Pcs(
                pcs == null ? VendorServices.INTEL_PCS : pcs,
                rootCrl == null ? VendorServices.INTEL_ROOT_CRL : rootCrl);
    }
}

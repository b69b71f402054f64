package dev.adyton.endorsements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.endorsements.VendorServices.Pccs;
import dev.adyton.endorsements.VendorServices.Pcs;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendorServicesTest {
    private static final URI GOOD = URI.create("https://127.0.0.1:8081/cache/");

    @Test
    void the_vendors_own_are_reached_over_tls_and_directly() {
        var vendors = VendorServices.vendors();

        assertThat(vendors.intel().base()).hasScheme("https");
        assertThat(vendors.intel()).isEqualTo(new Pcs(VendorServices.INTEL_PCS, VendorServices.INTEL_ROOT_CRL));
        assertThat(VendorServices.INTEL_ROOT_CRL).hasScheme("https");
        assertThat(vendors.amd()).hasScheme("https");
        assertThat(vendors.proxy()).isEmpty();
    }

    @Test
    void each_can_be_another() {
        var proxy = InetSocketAddress.createUnresolved("proxy.example", 3128);
        var other =
                VendorServices.vendors().withIntel(new Pccs(GOOD)).withAmd(GOOD).withProxy(proxy);

        assertThat(other.intel()).isEqualTo(new Pccs(GOOD));
        assertThat(other.amd()).isEqualTo(GOOD);
        assertThat(other.proxy()).contains(proxy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/",
                "file:///etc/passwd",
                "host",
                "/path",
                "https:/path",
                "https://user@host/",
                "https://host/?a=b",
                "https://host/#a",
                "mailto:a@host"
            })
    void other_addresses_are_refused(String address) {
        var uri = URI.create(address);
        assertThatThrownBy(() -> VendorServices.vendors().withAmd(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("service: found " + address + ", wanted");
        assertThatThrownBy(() -> new Pccs(uri)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pcs(uri, GOOD)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pcs(GOOD, uri)).isInstanceOf(IllegalArgumentException.class);
    }
}

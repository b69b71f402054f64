package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.SgxExtension;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PckExtensionFuzzTest {
    static Stream<byte[]> seeds() {
        var small = new SgxExtension();
        small.configuration.clear();
        small.parts.remove(6);
        return Stream.of(new SgxExtension(), small).map(SgxExtension::der);
    }

    @MethodSource("seeds")
    @FuzzTest
    void an_extension_is_refused_or_all_of_its_fields_have_their_size(byte[] der) {
        try {
            var platform = PckExtension.parse(Bytes.of(der), PckAuthority.PLATFORM);
            assertThat(platform.fmspc().size()).isEqualTo(6);
            assertThat(platform.pceId().size()).isEqualTo(2);
            assertThat(platform.ppid().size()).isEqualTo(16);
            assertThat(platform.tcbComponents().size()).isEqualTo(16);
            assertThat(platform.pceSvn()).isBetween(0, 0xffff);
        } catch (VerificationException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }
}

package dev.adyton.host.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostAccessTest {
    @Test
    void what_is_granted_is_added_to_a_copy() {
        var one = HostAccess.none().withService(Echo.service());
        var two = one.withService(new FakeApplication());

        assertThat(HostAccess.none().services()).isEmpty();
        assertThat(one.services()).hasSize(1);
        assertThat(two.services())
                .extracting(service -> service.getServiceDescriptor().getName())
                .containsExactly("adyton.test.Echo", "adyton.v1.Lifecycle");
    }

    @Test
    void a_service_granted_twice_is_refused() {
        var access = HostAccess.none().withService(Echo.service());

        assertThatThrownBy(() -> access.withService(Echo.service()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("adyton.test.Echo");
    }
}

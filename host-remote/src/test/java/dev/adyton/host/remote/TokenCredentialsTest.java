package dev.adyton.host.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.credentials.TokenFile;
import dev.adyton.protocol.ProvisionGrpc;
import io.grpc.Attributes;
import io.grpc.CallCredentials.MetadataApplier;
import io.grpc.CallCredentials.RequestInfo;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCredentialsTest {
    private static final String TOKEN = "adyton_0123456789abcdef";

    @TempDir
    private Path directory;

    private TokenCredentials credentials;
    private final Applied applied = new Applied();

    @BeforeEach
    void open() throws Exception {
        var file = Files.createFile(
                directory.resolve("token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        credentials = new TokenCredentials(TokenFile.open(Files.writeString(file, TOKEN)));
    }

    private void call(SecurityLevel level, @Nullable SocketAddress peer) {
        credentials.applyRequestMetadata(new Call(level, peer), Runnable::run, applied);
    }

    private static InetSocketAddress address(String literal) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), 4321);
    }

    @Test
    void a_token_goes_over_an_encrypted_link_and_within_this_machine() {
        call(SecurityLevel.PRIVACY_AND_INTEGRITY, address("192.0.2.1"));
        assertThat(applied.header()).isEqualTo("Bearer " + TOKEN);
        call(SecurityLevel.NONE, address("127.0.0.1"));
        assertThat(applied.header()).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void a_token_never_leaves_the_machine_in_clear_whatever_the_name_resolved_to() {
        for (var peer : new SocketAddress[] {
            address("192.0.2.1"), address("0.0.0.0"), InetSocketAddress.createUnresolved("localhost", 1), null
        }) {
            for (var level : new SecurityLevel[] {SecurityLevel.NONE, SecurityLevel.INTEGRITY}) {
                applied.failure = null;
                call(level, peer);
                assertThat(applied.headers).isNull();
                assertThat(applied.failure.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                assertThat(applied.failure.getDescription())
                        .contains("wanted TLS")
                        .doesNotContain(TOKEN);
            }
        }
    }

    private static final class Applied extends MetadataApplier {
        private @Nullable Metadata headers;
        private @Nullable Status failure;

        @Override
        public void apply(Metadata found) {
            headers = found;
        }

        @Override
        public void fail(Status status) {
            failure = status;
        }

        private @Nullable String header() {
            return headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
        }
    }

    private static final class Call extends RequestInfo {
        private final SecurityLevel level;
        private final Attributes attributes;

        private Call(SecurityLevel level, @Nullable SocketAddress peer) {
            this.level = level;
            attributes = peer == null
                    ? Attributes.EMPTY
                    : Attributes.newBuilder()
                            .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, peer)
                            .build();
        }

        @Override
        public MethodDescriptor<?, ?> getMethodDescriptor() {
            return ProvisionGrpc.getProbeMethod();
        }

        @Override
        public CallOptions getCallOptions() {
            return CallOptions.DEFAULT;
        }

        @Override
        public SecurityLevel getSecurityLevel() {
            return level;
        }

        @Override
        public String getAuthority() {
            return "server";
        }

        @Override
        public Attributes getTransportAttrs() {
            return attributes;
        }
    }
}

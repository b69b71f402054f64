package dev.adyton.relay;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who a call is from. Equal means the same client; what one has, another never sees.
 *
 * @param name tells it apart, and is logged: the kind of credential and the name in it
 * @param known whether by a credential
 */
record Client(String name, boolean known) {
    /** Without credentials, clients are told apart by where they are. */
    static Client ofAddress(InetAddress address) {
        return new Client("address " + address.getHostAddress(), false);
    }

    /** The whole subject name: it stays when a certificate is renewed, with whatever key. */
    static Client ofCertificate(X509Certificate certificate) {
        return new Client("certificate " + certificate.getSubjectX500Principal().getName(), true);
    }

    static Client ofToken(String name) {
        return new Client("token " + name, true);
    }

    /** Where its images are, below the storage; those that are not known share. The name itself might be no file name. */
    Optional<Path> directory() {
        return known
                ? Optional.of(Path.of("client-"
                        + ImageId.of(ImageId.digest().digest(name.getBytes(StandardCharsets.UTF_8)))
                                .hex()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}

package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelDocument;
import java.security.KeyPair;
import java.util.Objects;

/** A document that is to be signed: text that can be changed before or after. */
final class DocumentSpec {
    String text;
    KeyPair signer;

    /** Octet of the text that is changed after it was signed; -1 for none. */
    int broken = -1;

    /** Octet of the signature that is changed; -1 for none. */
    int brokenSignature = -1;

    int signatureBytes = IntelDocument.SIGNATURE_BYTES;

    DocumentSpec(String text, KeyPair signer) {
        this.text = text;
        this.signer = signer;
    }

    /** Before it is signed; what is replaced has to be there. */
    void replace(String found, String by) {
        if (!text.contains(found)) {
            throw new AssertionError("no " + found + " in " + text);
        }
        text = text.replace(found, by);
    }

    IntelDocument signed() {
        var body = Bytes.utf8(Objects.requireNonNull(text));
        var signature = SyntheticKeys.sign(signer, body);
        return new IntelDocument(
                flipped(body, broken), flipped(signature, brokenSignature).slice(0, signatureBytes));
    }

    private static Bytes flipped(Bytes bytes, int index) {
        var changed = bytes.toByteArray();
        if (index >= 0) {
            changed[index] ^= 1;
        }
        return Bytes.of(changed);
    }
}

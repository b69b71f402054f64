package dev.adyton.image;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.adyton.protocol.ImageSignature;
import dev.adyton.protocol.KeySignature;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.SignatureException;
import java.util.List;

/**
 * The content of the entry that says who signed an image.
 *
 * @param key whose keys signed
 * @param signatures one for each of them, not verified yet
 */
record SignatureEntry(VerifyingKey key, List<byte[]> signatures) {
    /** Far more than the keys of any scheme; what protobuf makes of one entry's bytes stays small. */
    private static final int MAX_SIGNATURES = 8;

    /** The entry with exactly these bytes. */
    static SignatureEntry parse(ByteBuffer content) throws ImageFormatException {
        var bytes = ByteString.copyFrom(content);
        ImageSignature message;
        try {
            message = ImageSignature.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new ImageFormatException("Signature is not an ImageSignature message: " + e.getMessage(), e);
        }
        check(message);
        // As with the manifest: one signature must not have two files that mean the same.
        if (!message.toByteString().equals(bytes)) {
            throw new ImageFormatException(
                    "Signature is not in its canonical encoding (fields in order, once, shortest form, no defaults)");
        }
        var signatures = message.getSignaturesList();
        try {
            var key = VerifyingKey.of(signatures.stream()
                    .map(KeySignature::getPublicKey)
                    .map(ByteString::toByteArray)
                    .toList());
            return new SignatureEntry(
                    key,
                    signatures.stream()
                            .map(KeySignature::getSignature)
                            .map(ByteString::toByteArray)
                            .toList());
        } catch (InvalidKeyException e) {
            throw new ImageFormatException("Signature: " + e.getMessage(), e);
        }
    }

    private static void check(ImageSignature message) throws ImageFormatException {
        if (message.getSignaturesCount() > MAX_SIGNATURES) {
            throw new ImageFormatException("Signature: found " + message.getSignaturesCount() + " keys, wanted 1 or 2");
        }
        if (!message.getUnknownFields().asMap().isEmpty()
                || message.getSignaturesList().stream()
                        .anyMatch(one -> !one.getUnknownFields().asMap().isEmpty())) {
            throw new ImageFormatException("Signature has unknown fields");
        }
    }

    /** Who made it, once it has proved to be made for this measurement. */
    SignerId verify(Measurement measurement) throws ImageFormatException {
        try {
            key.verify(measurement, signatures);
            return key.signer();
        } catch (SignatureException e) {
            throw new ImageFormatException("Signature: " + e.getMessage(), e);
        }
    }

    byte[] bytes() {
        var message = ImageSignature.newBuilder();
        for (int i = 0; i < signatures.size(); i++) {
            message.addSignatures(KeySignature.newBuilder()
                    .setPublicKey(ByteString.copyFrom(key.encoded().get(i)))
                    .setSignature(ByteString.copyFrom(signatures.get(i))));
        }
        return message.build().toByteArray();
    }
}

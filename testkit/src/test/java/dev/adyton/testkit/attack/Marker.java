package dev.adyton.testkit.attack;

import dev.adyton.attestation.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A secret that can be told wherever it appears, in any of the forms in which programs write bytes. */
record Marker(Bytes content) {
    private static final int BASE64_GROUP_BYTES = 3;
    private static final int BASE64_GROUP_DIGITS = 4;

    static Marker of(String text) {
        return new Marker(Bytes.utf8(text));
    }

    static Marker of(byte[] secret) {
        return new Marker(Bytes.of(secret));
    }

    private byte[] secret() {
        return content.toByteArray();
    }

    /** The forms in which it is in there; none is wanted. */
    List<String> formsIn(byte[] captured) {
        var text = new String(captured, StandardCharsets.ISO_8859_1);
        return forms().entrySet().stream()
                .filter(form -> text.contains(form.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> formsIn(String captured) {
        return formsIn(captured.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> forms() {
        var forms = new LinkedHashMap<String, String>();
        forms.put("raw", latin(secret()));
        // Without its first zero it is found in either order of bytes.
        forms.put(
                "UTF-16",
                latin(latin(secret()).getBytes(StandardCharsets.UTF_16BE)).substring(1));
        var hex = HexFormat.of().formatHex(secret());
        forms.put("hex", hex);
        forms.put("upper-case hex", hex.toUpperCase(Locale.ROOT));
        forms.put("decimals", decimals());
        for (int shift = 0; shift < BASE64_GROUP_BYTES; shift++) {
            forms.put("Base64 at " + shift, base64(Base64.getEncoder(), shift));
            forms.put("Base64 for URLs at " + shift, base64(Base64.getUrlEncoder(), shift));
        }
        return forms;
    }

    /** As {@code Arrays.toString} writes them. */
    private String decimals() {
        var text = new StringBuilder();
        for (var one : secret()) {
            text.append(text.isEmpty() ? "" : ", ").append(one);
        }
        return text.toString();
    }

    /** Without the groups at both ends, which have bits of what is beside it. */
    private String base64(Base64.Encoder encoder, int shift) {
        var secret = secret();
        var padded = new byte[shift + secret.length];
        System.arraycopy(secret, 0, padded, shift, secret.length);
        var whole = padded.length / BASE64_GROUP_BYTES * BASE64_GROUP_DIGITS;
        return encoder.withoutPadding().encodeToString(padded).substring(BASE64_GROUP_DIGITS, whole);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

package dev.adyton.attestation.nitro;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.cbor.Cbor;
import dev.adyton.attestation.verify.NitroClaims;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The payload of an attestation document, whose form is right: nobody vouches for it yet. Fields, types and sizes are those of AWS' nitro-enclaves-nsm-api; anything else in it is refused.
 *
 * @param claims what it says
 * @param certificate of the key that signs the document, in DER
 * @param bundle certificates from the root down to the issuer of that, in DER
 */
record AttestationDocument(NitroClaims claims, Bytes certificate, List<Bytes> bundle) {
    /** Most bytes of a certificate. */
    private static final int MAX_CERTIFICATE_BYTES = 1024;

    /** Certificates that a bundle can have: AWS' has 4, root, region, zone and instance. */
    private static final int MAX_BUNDLE = 8;

    /** Most bytes of what the enclave gives; AWS' text says 512 for two of the three, its device takes 1024 for each. */
    private static final int MAX_GIVEN_BYTES = 1024;

    private static final int MAX_MODULE_ID_CHARACTERS = 128;
    private static final int PCRS = 32;
    private static final int PCR_BYTES = 48;

    /** What documents of NitroTPM have in place of {@code pcrs}; the same root signs them. */
    private static final Cbor NITRO_TPM_PCRS = new Cbor.Text("nitrotpm_pcrs");

    /** PCRs that every enclave has: image, kernel and boot ramdisk, application. */
    private static final int MEASURED_PCRS = 3;

    static AttestationDocument parse(Bytes payload) throws VerificationException {
        if (!(CoseSign1.cbor("payload", payload) instanceof Cbor.Dictionary(var entries))) {
            throw new VerificationException("payload", "something else", "a map");
        }
        if (entries.containsKey(NITRO_TPM_PCRS)) {
            throw new VerificationException(
                    "payload",
                    "nitrotpm_pcrs: a document of NitroTPM, which is about an instance",
                    "one of an enclave");
        }
        var fields = new Fields(entries);
        var moduleId = moduleId(fields.required("module_id"));
        var digest = fields.required("digest");
        if (!digest.equals(new Cbor.Text("SHA384"))) {
            throw new VerificationException(
                    "digest", digest instanceof Cbor.Text ? "another one" : digest.kind(), "SHA384");
        }
        var timestamp = timestamp(fields.required("timestamp"));
        var pcrs = pcrs(fields.required("pcrs"));
        var certificate = bounded("certificate", fields.required("certificate"), 1, MAX_CERTIFICATE_BYTES);
        var bundle = bundle(fields.required("cabundle"));
        var publicKey = given(fields, "public_key");
        var userData = given(fields, "user_data");
        var nonce = given(fields, "nonce");
        fields.end();
        return new AttestationDocument(
                new NitroClaims(moduleId, timestamp, pcrs, publicKey, userData, nonce), certificate, bundle);
    }

    private static String moduleId(Cbor item) throws VerificationException {
        if (!(item instanceof Cbor.Text(String id))) {
            throw new VerificationException("module_id", item.kind(), "a text");
        }
        if (id.isEmpty() || id.length() > MAX_MODULE_ID_CHARACTERS || !id.matches("[!-~]+")) {
            throw new VerificationException(
                    "module_id", id.length() + " characters", "1 to " + MAX_MODULE_ID_CHARACTERS + " printable ones");
        }
        return id;
    }

    /** Milliseconds since 1970. */
    private static Instant timestamp(Cbor item) throws VerificationException {
        if (item instanceof Cbor.Int(long millis) && millis > 0) {
            return Instant.ofEpochMilli(millis);
        }
        throw new VerificationException(
                "timestamp", item instanceof Cbor.Int ? "not above 0" : item.kind(), "milliseconds");
    }

    private static SortedMap<Integer, Bytes> pcrs(Cbor item) throws VerificationException {
        if (!(item instanceof Cbor.Dictionary(var entries))) {
            throw new VerificationException("pcrs", item.kind(), "a map");
        }
        var pcrs = new TreeMap<Integer, Bytes>();
        for (var entry : entries.entrySet()) {
            if (!(entry.getKey() instanceof Cbor.Int(long index)) || index < 0 || index >= PCRS) {
                throw new VerificationException("index of a PCR", "another key", "0 to " + (PCRS - 1));
            }
            pcrs.put((int) index, bounded("PCR" + index, entry.getValue(), PCR_BYTES, PCR_BYTES));
        }
        for (var index = 0; index < MEASURED_PCRS; index++) {
            if (!pcrs.containsKey(index)) {
                throw new VerificationException("PCR" + index, "none", "one");
            }
        }
        return pcrs;
    }

    private static List<Bytes> bundle(Cbor item) throws VerificationException {
        if (!(item instanceof Cbor.Array(var items))) {
            throw new VerificationException("cabundle", item.kind(), "an array");
        }
        if (items.isEmpty() || items.size() > MAX_BUNDLE) {
            throw new VerificationException("cabundle", items.size() + " certificates", "1 to " + MAX_BUNDLE);
        }
        var bundle = new ArrayList<Bytes>();
        for (var certificate : items) {
            bundle.add(bounded("certificate of cabundle", certificate, 1, MAX_CERTIFICATE_BYTES));
        }
        return List.copyOf(bundle);
    }

    private static Optional<Bytes> given(Fields fields, String name) throws VerificationException {
        var item = fields.optional(name);
        return item.isEmpty() || item.get() instanceof Cbor.Null
                ? Optional.empty()
                : Optional.of(bounded(name, item.get(), 0, MAX_GIVEN_BYTES));
    }

    private static Bytes bounded(String what, Cbor item, int least, int most) throws VerificationException {
        if (!(item instanceof Cbor.ByteString(Bytes bytes))) {
            throw new VerificationException(what, item.kind(), "a byte string");
        }
        if (bytes.size() < least || bytes.size() > most) {
            throw new VerificationException(
                    what, bytes.size() + " bytes", least == most ? least + "" : least + " to " + most);
        }
        return bytes;
    }

    /** Entries by name, taken one by one. */
    private static final class Fields {
        private final Map<Cbor, Cbor> left;

        Fields(Map<Cbor, Cbor> entries) {
            left = new LinkedHashMap<>(entries);
        }

        Cbor required(String name) throws VerificationException {
            var value = optional(name);
            if (value.isEmpty()) {
                throw new VerificationException(name, "none", "one");
            }
            return value.get();
        }

        Optional<Cbor> optional(String name) {
            return Optional.ofNullable(left.remove(new Cbor.Text(name)));
        }

        /** Nobody knows what another entry would change. */
        void end() throws VerificationException {
            if (!left.isEmpty()) {
                throw new VerificationException("payload", left.size() + " unknown entries", "none");
            }
        }
    }
}

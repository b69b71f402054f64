package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.verify.TcbStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A TCB level of TCB information (Intel PCS API v4, "TCB info").
 *
 * @param sgx security versions of the 16 SGX components, one byte each
 * @param pceSvn security version of the provisioning certification enclave
 * @param tdx security versions of the 16 TDX components, one byte each; absent in information on SGX
 * @param status of platforms that reach this level and none above it
 * @param date Intel's date for it
 * @param advisories what is known against it
 */
record TcbLevel(Bytes sgx, int pceSvn, Optional<Bytes> tdx, TcbStatus status, Instant date, List<String> advisories) {
    /** Number of components. */
    static final int COMPONENTS = 16;

    private static final int MAX_SVN = 0xff;
    private static final int MAX_PCE_SVN = 0xffff;

    private static final Set<TcbStatus> STATUSES = EnumSet.complementOf(
            EnumSet.of(TcbStatus.TD_RELAUNCH_ADVISED, TcbStatus.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED));

    /** Highest first, in Intel's order: SGX components, TDX components, PCE, each as unsigned numbers. */
    static final Comparator<TcbLevel> HIGHEST_FIRST = (a, b) -> Arrays.compareUnsigned(b.rank(), a.rank());

    static TcbLevel parse(Json value, Tee tee, int version) throws JsonException {
        var level = value.asObject();
        var tcb = level.required("tcb").asObject();
        return new TcbLevel(
                version == 2 ? numbered(tcb) : components(tcb, "sgxtcbcomponents"),
                (int) tcb.required("pcesvn").asInteger(0, MAX_PCE_SVN),
                tee == Tee.TDX ? Optional.of(components(tcb, "tdxtcbcomponents")) : Optional.empty(),
                Fields.status(level, STATUSES),
                Fields.date(level, "tcbDate"),
                Fields.advisories(level));
    }

    /** Version 2 has a member for each component. */
    private static Bytes numbered(JsonObject tcb) throws JsonException {
        var components = new byte[COMPONENTS];
        for (int i = 0; i < COMPONENTS; i++) {
            components[i] =
                    (byte) tcb.required("sgxtcbcomp%02dsvn".formatted(i + 1)).asInteger(0, MAX_SVN);
        }
        return Bytes.of(components);
    }

    private static Bytes components(JsonObject tcb, String name) throws JsonException {
        var array = tcb.required(name).asArray();
        if (array.elements().size() != COMPONENTS) {
            throw array.problem(COMPONENTS + " components");
        }
        var components = new byte[COMPONENTS];
        for (int i = 0; i < COMPONENTS; i++) {
            components[i] =
                    (byte) array.elements().get(i).asObject().required("svn").asInteger(0, MAX_SVN);
        }
        return Bytes.of(components);
    }

    /** Whether components, from one of them on, are all at least those wanted. */
    static boolean reaches(Bytes found, Bytes wanted, int from) {
        for (int i = from; i < COMPONENTS; i++) {
            if (found.at(i) < wanted.at(i)) {
                return false;
            }
        }
        return true;
    }

    private byte[] rank() {
        var rank = new byte[2 * COMPONENTS + Short.BYTES];
        System.arraycopy(sgx.toByteArray(), 0, rank, 0, COMPONENTS);
        tdx.ifPresent(components -> System.arraycopy(components.toByteArray(), 0, rank, COMPONENTS, COMPONENTS));
        rank[2 * COMPONENTS] = (byte) (pceSvn >> Byte.SIZE);
        rank[2 * COMPONENTS + 1] = (byte) pceSvn;
        return rank;
    }
}

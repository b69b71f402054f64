package dev.adyton.attestation.intel;

import java.time.Instant;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collateral documents as Intel writes them. */
final class SyntheticDocuments {
    static final Instant ISSUED = SyntheticIntel.NOW.minusSeconds(800);
    static final Instant NEXT = SyntheticIntel.NOW.plusSeconds(800);

    private SyntheticDocuments() {}

    static String tcbInfo(Tee tee) {
        var tdx = tee == Tee.TDX;
        return "{\"id\":\"" + tee.tcbInfoId() + "\",\"version\":3,\"issueDate\":\"" + ISSUED + "\",\"nextUpdate\":\""
                + NEXT
                + "\",\"fmspc\":\"90C06F000000\",\"pceId\":\"0000\",\"tcbType\":0,\"tcbEvaluationDataNumber\":18,"
                + (tdx
                        ? "\"tdxModule\":" + module("").replace(",\"tcbLevels\":[]", "") + ",\"tdxModuleIdentities\":["
                                + modules() + "],"
                        : "")
                + "\"tcbLevels\":["
                + level(tdx, 5, 11, "5,0,6", "UpToDate", "")
                + ","
                + level(tdx, 4, 11, "5,0,5", "SWHardeningNeeded", "INTEL-SA-00615")
                + ","
                + level(tdx, 3, 10, "5,0,4", "ConfigurationNeeded", "INTEL-SA-00289")
                + ","
                + level(tdx, 2, 9, "3,0,3", "OutOfDate", "INTEL-SA-00477")
                + ","
                + level(tdx, 1, 5, "2,0,2", "Revoked", "INTEL-SA-00233")
                + "]}";
    }

    /** Version 2, of SGX only. */
    static String tcbInfo2() {
        return "{\"version\":2,\"issueDate\":\"" + ISSUED + "\",\"nextUpdate\":\"" + NEXT
                + "\",\"fmspc\":\"90C06F000000\",\"pceId\":\"0000\",\"tcbType\":0,\"tcbEvaluationDataNumber\":17,"
                + "\"tcbLevels\":[{\"tcb\":{"
                + Stream.iterate(1, i -> i + 1)
                        .limit(TcbLevel.COMPONENTS)
                        .map("\"sgxtcbcomp%02dsvn\":5"::formatted)
                        .collect(Collectors.joining(","))
                + ",\"pcesvn\":11},\"tcbDate\":\"2025-05-14T00:00:00Z\",\"tcbStatus\":\"UpToDate\"}]}";
    }

    private static String level(boolean tdx, int sgx, int pce, String tdxFirst, String status, String advisory) {
        return "{\"tcb\":{\"sgxtcbcomponents\":["
                + components(
                        Collections.nCopies(TcbLevel.COMPONENTS, sgx).stream().map(String::valueOf))
                + "],\"pcesvn\":" + pce
                + (tdx
                        ? ",\"tdxtcbcomponents\":["
                                + components(Stream.concat(
                                        Stream.of(tdxFirst.split(",", -1)), Collections.nCopies(13, "0").stream()))
                                + "]"
                        : "")
                + "},\"tcbDate\":\"2025-05-14T00:00:00Z\",\"tcbStatus\":\"" + status + "\""
                + (advisory.isEmpty() ? "" : ",\"advisoryIDs\":[\"" + advisory + "\"]")
                + "}";
    }

    private static String components(Stream<String> svns) {
        return svns.map(svn -> "{\"svn\":" + svn + ",\"category\":\"BIOS\"}").collect(Collectors.joining(","));
    }

    private static String modules() {
        return module("TDX_03", isv(3, "UpToDate")) + ","
                + module("TDX_01", isv(6, "UpToDate"), isv(4, "OutOfDate"), isv(2, "Revoked"));
    }

    private static String module(String id, String... levels) {
        return "{" + (id.isEmpty() ? "" : "\"id\":\"" + id + "\",") + "\"mrsigner\":\"" + "00".repeat(48)
                + "\",\"attributes\":\"" + "00".repeat(8) + "\",\"attributesMask\":\"" + "FF".repeat(8)
                + "\",\"tcbLevels\":[" + String.join(",", levels) + "]}";
    }

    static String isv(int svn, String status) {
        return "{\"tcb\":{\"isvsvn\":" + svn + "},\"tcbDate\":\"2024-11-13T00:00:00Z\",\"tcbStatus\":\"" + status
                + "\",\"advisoryIDs\":[\"INTEL-SA-0" + svn + "\"]}";
    }

    static String identity(Tee tee) {
        return "{\"id\":\"" + tee.identityId() + "\",\"version\":2,\"issueDate\":\"" + ISSUED + "\",\"nextUpdate\":\""
                + NEXT
                + "\",\"tcbEvaluationDataNumber\":19,\"miscselect\":\"00000000\",\"miscselectMask\":\"FFFFFFFF\",\"attributes\":\"11000000000000000000000000000000\","
                + "\"attributesMask\":\"FBFFFFFFFFFFFFFF0000000000000000\",\"mrsigner\":\"" + "DC".repeat(32)
                + "\",\"isvprodid\":2,\"tcbLevels\":[" + isv(8, "UpToDate") + "," + isv(6, "OutOfDate") + ","
                + isv(3, "Revoked") + "]}";
    }
}

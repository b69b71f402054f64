package dev.adyton.testkit.vendors;

import java.time.Instant;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collateral documents as Intel writes them (PCS API version 4), for a machine as {@link SgxExtension} and {@link IntelMachine} have it. */
public final class IntelDocuments {
    private static final int COMPONENTS = 16;

    /** From when on they are valid. */
    public static final Instant ISSUED = IntelMachine.NOW.minusSeconds(800);
    /** Until when they are valid. */
    public static final Instant NEXT = IntelMachine.NOW.plusSeconds(800);

    private IntelDocuments() {}

    /** TCB information in version 3 with a level of every sort, the highest of which is the machine's. */
    public static String tcbInfo(boolean tdx) {
        return "{\"id\":\"" + (tdx ? "TDX" : "SGX") + "\",\"version\":3,\"issueDate\":\"" + ISSUED
                + "\",\"nextUpdate\":\""
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

    /** TCB information that is shorter, for tests that go through all of its octets. */
    public static String withFirstLevelOnly(String tcbInfo) {
        var second = tcbInfo.indexOf(",{\"tcb\":{\"sgx", tcbInfo.indexOf("sgxtcbcomponents"));
        return tcbInfo.substring(0, second) + "]}";
    }

    /** TCB information in version 2, which is of SGX only. */
    public static String tcbInfo2() {
        return "{\"version\":2,\"issueDate\":\"" + ISSUED + "\",\"nextUpdate\":\"" + NEXT
                + "\",\"fmspc\":\"90C06F000000\",\"pceId\":\"0000\",\"tcbType\":0,\"tcbEvaluationDataNumber\":17,"
                + "\"tcbLevels\":[{\"tcb\":{"
                + Stream.iterate(1, i -> i + 1)
                        .limit(COMPONENTS)
                        .map("\"sgxtcbcomp%02dsvn\":5"::formatted)
                        .collect(Collectors.joining(","))
                + ",\"pcesvn\":11},\"tcbDate\":\"2025-05-14T00:00:00Z\",\"tcbStatus\":\"UpToDate\"}]}";
    }

    private static String level(boolean tdx, int sgx, int pce, String tdxFirst, String status, String advisory) {
        return "{\"tcb\":{\"sgxtcbcomponents\":["
                + components(Collections.nCopies(COMPONENTS, sgx).stream().map(String::valueOf))
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

    /** A level of an enclave or module. */
    public static String isv(int svn, String status) {
        return "{\"tcb\":{\"isvsvn\":" + svn + "},\"tcbDate\":\"2024-11-13T00:00:00Z\",\"tcbStatus\":\"" + status
                + "\",\"advisoryIDs\":[\"INTEL-SA-0" + svn + "\"]}";
    }

    /** The identity of the quoting enclave. */
    public static String identity(boolean tdx) {
        return "{\"id\":\"" + (tdx ? "TD_QE" : "QE") + "\",\"version\":2,\"issueDate\":\"" + ISSUED
                + "\",\"nextUpdate\":\""
                + NEXT
                + "\",\"tcbEvaluationDataNumber\":19,\"miscselect\":\"00000000\",\"miscselectMask\":\"FFFFFFFF\",\"attributes\":\"11000000000000000000000000000000\","
                + "\"attributesMask\":\"FBFFFFFFFFFFFFFF0000000000000000\",\"mrsigner\":\"" + "DC".repeat(32)
                + "\",\"isvprodid\":2,\"tcbLevels\":[" + isv(8, "UpToDate") + "," + isv(6, "OutOfDate") + ","
                + isv(3, "Revoked") + "]}";
    }
}

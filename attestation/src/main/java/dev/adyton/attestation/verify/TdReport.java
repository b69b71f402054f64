package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The report of a trust domain as it stands in a quote (Intel TDX DCAP Quoting Library API, "TD Quote Body"; fields of the Intel TDX Module ABI, {@code TDINFO}).
 *
 * @param teeTcbSvn security versions of the TDX components, of which [0] is the module's, [1] its major version; 16 bytes
 * @param mrSeam measurement of the TDX module (SHA-384); 48 bytes
 * @param mrSignerSeam of the module's signer; 48 bytes, zero for Intel's
 * @param seamAttributes of the module; 8 bytes
 * @param tdAttributes of the trust domain; 8 bytes, of which the first says whether it is under debug
 * @param xfam extended features it may use; 8 bytes
 * @param mrTd measurement of its initial content (SHA-384); 48 bytes
 * @param mrConfigId chosen by who started it; 48 bytes
 * @param mrOwner its owner; 48 bytes
 * @param mrOwnerConfig the owner's configuration; 48 bytes
 * @param rtmrs run-time measurements 0 to 3; 48 bytes each
 * @param reportData what the trust domain had vouched for; 64 bytes
 * @param later what reports of TDX 1.5 have in addition
 */
public record TdReport(
        Bytes teeTcbSvn,
        Bytes mrSeam,
        Bytes mrSignerSeam,
        Bytes seamAttributes,
        Bytes tdAttributes,
        Bytes xfam,
        Bytes mrTd,
        Bytes mrConfigId,
        Bytes mrOwner,
        Bytes mrOwnerConfig,
        List<Bytes> rtmrs,
        Bytes reportData,
        Optional<Tdx15> later)
        implements IntelReport {
    public TdReport {
        rtmrs = List.copyOf(rtmrs);
    }

    /**
     * What TDX 1.5 added.
     *
     * @param teeTcbSvn2 security versions of the components that run now, rather than when the trust domain started; 16 bytes
     * @param mrServiceTd measurement of the service domains bound to it; 48 bytes, zero for none
     */
    public record Tdx15(Bytes teeTcbSvn2, Bytes mrServiceTd) {}

    /** Whether it is not trusted to keep a secret: any bit of the TUD group (ATTRIBUTES bits 0 to 7), of which bit 0 is DEBUG. */
    public boolean debug() {
        return tdAttributes.at(0) != 0;
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<Field>();
        fields.add(new Field("MRTD", mrTd.hex()));
        for (int i = 0; i < rtmrs.size(); i++) {
            fields.add(new Field("RTMR" + i, rtmrs.get(i).hex()));
        }
        fields.add(new Field("debug", Boolean.toString(debug())));
        fields.add(new Field("TD ATTRIBUTES", tdAttributes.hex()));
        fields.add(new Field("XFAM", xfam.hex()));
        fields.add(new Field("MRCONFIGID", mrConfigId.hex()));
        fields.add(new Field("MROWNER", mrOwner.hex()));
        fields.add(new Field("MROWNERCONFIG", mrOwnerConfig.hex()));
        fields.add(new Field("MRSEAM", mrSeam.hex()));
        fields.add(new Field("MRSIGNERSEAM", mrSignerSeam.hex()));
        fields.add(new Field("SEAMATTRIBUTES", seamAttributes.hex()));
        fields.add(new Field("TEE_TCB_SVN", teeTcbSvn.hex()));
        later.ifPresent(more -> {
            fields.add(new Field("TEE_TCB_SVN_2", more.teeTcbSvn2().hex()));
            fields.add(new Field("MRSERVICETD", more.mrServiceTd().hex()));
        });
        fields.add(new Field("report data", reportData.hex()));
        return List.copyOf(fields);
    }
}

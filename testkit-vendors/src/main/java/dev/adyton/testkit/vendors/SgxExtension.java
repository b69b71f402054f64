package dev.adyton.testkit.vendors;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/** What the SGX extension of a PCK certificate is to say. Parts are known by the last number of their object identifiers; those of TCB and configuration by theirs. */
public final class SgxExtension {
    static final String OID = "1.2.840.113741.1.13.1";

    private static final int COMPONENTS = 16;

    public final Map<Integer, ASN1Encodable> parts = new TreeMap<>();
    public final Map<Integer, ASN1Encodable> tcb = new TreeMap<>();
    public final Map<Integer, ASN1Encodable> configuration = new TreeMap<>();

    /** Parts that are written twice. */
    public final List<Integer> twice = new ArrayList<>();

    /** Of the extension's content, before the last number of each part. */
    public String oid = OID;

    /** Everything at 5, the PCE at 11, of a machine of several sockets. */
    public SgxExtension() {
        parts.put(1, octets("aa".repeat(16)));
        parts.put(3, octets("0000"));
        parts.put(4, octets("90c06f000000"));
        parts.put(5, new ASN1Enumerated(1));
        parts.put(6, octets("bb".repeat(16)));
        for (int i = 1; i <= COMPONENTS; i++) {
            tcb.put(i, new ASN1Integer(5));
        }
        tcb.put(17, new ASN1Integer(11));
        tcb.put(18, octets("05".repeat(16)));
        configuration.put(1, ASN1Boolean.TRUE);
        configuration.put(2, ASN1Boolean.FALSE);
        configuration.put(3, ASN1Boolean.TRUE);
    }

    /** Octets in hex digits. */
    public static DEROctetString octets(String hex) {
        return new DEROctetString(HexFormat.of().parseHex(hex));
    }

    /** Sets a component from 1 to 16, or, by 17, the PCE's version. */
    public void component(int number, long svn) {
        tcb.put(number, new ASN1Integer(BigInteger.valueOf(svn)));
    }

    /** The content of the extension. */
    public byte[] der() {
        var all = new TreeMap<>(parts);
        if (!tcb.isEmpty()) {
            all.put(2, sequence(tcb, oid + ".2"));
        }
        if (!configuration.isEmpty()) {
            all.put(7, sequence(configuration, oid + ".7"));
        }
        try {
            return sequence(all, oid).getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private DERSequence sequence(Map<Integer, ASN1Encodable> values, String under) {
        var pairs = new ArrayList<ASN1Encodable>();
        values.forEach((number, value) -> {
            var pair = new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(under + "." + number), value});
            pairs.add(pair);
            if (under.equals(oid) && twice.contains(number)) {
                pairs.add(pair);
            }
        });
        return new DERSequence(pairs.toArray(new ASN1Encodable[0]));
    }
}

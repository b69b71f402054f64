package dev.adyton.attestation.cbor;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import dev.adyton.attestation.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What another library of CBOR, made by other people, reads in the same bytes. */
final class SecondLibrary {
    private static final CBOREncodeOptions STRICT =
            new CBOREncodeOptions("allowduplicatekeys=false;resolvereferences=false;allowempty=false");

    private SecondLibrary() {}

    /** The item, as far as the reader here knows such items; nothing when the bytes are not CBOR. */
    static Optional<Cbor> read(byte[] data) {
        try {
            return Optional.of(convert(CBORObject.DecodeFromBytes(data, STRICT)));
        } catch (CBORException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    private static Cbor convert(CBORObject item) {
        if (item.isTagged()) {
            return new Cbor.Tag(item.getMostOuterTag().ToInt64Checked(), convert(item.UntagOne()));
        }
        if (item.isNull()) {
            return new Cbor.Null();
        }
        if (item.getType() == CBORType.Boolean) {
            return new Cbor.Bool(item.AsBoolean());
        }
        if (item.getType() == CBORType.Integer && item.CanValueFitInInt64()) {
            return new Cbor.Int(item.AsInt64Value());
        }
        return switch (item.getType()) {
            case ByteString -> new Cbor.ByteString(Bytes.of(item.GetByteString()));
            case TextString -> new Cbor.Text(item.AsString());
            case Array ->
                new Cbor.Array(
                        item.getValues().stream().map(SecondLibrary::convert).toList());
            case Map -> {
                Map<Cbor, Cbor> entries = new LinkedHashMap<>();
                item.getEntries().forEach(entry -> entries.put(convert(entry.getKey()), convert(entry.getValue())));
                yield new Cbor.Dictionary(entries);
            }
            default -> throw new UnsupportedOperationException("left out on purpose: " + item.getType());
        };
    }
}

package dev.adyton.channel;

import io.grpc.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Content of an END record. */
final class LastWord {
    private LastWord() {}

    /** Code and description of a status that is not OK, cut to what is allowed. */
    static byte[] encode(Status status) {
        var description = status.getDescription();
        var text = (description == null ? "" : description).getBytes(StandardCharsets.UTF_8);
        var content = Arrays.copyOf(text, Math.min(text.length, Wire.MAX_END_BYTES - 1) + 1);
        System.arraycopy(content, 0, content, 1, content.length - 1);
        content[0] = (byte) status.getCode().value();
        return content;
    }

    /**
     * Reads it; the other end's words are marked as such and stripped of control characters.
     *
     * @param name of the channel
     */
    static Status decode(ByteBuffer content, String name) throws ChannelFault {
        var length = content.remaining();
        if (length < 1 || length > Wire.MAX_END_BYTES) {
            throw new ChannelFault("found a last record of " + length + " bytes, wanted 1 to " + Wire.MAX_END_BYTES);
        }
        var code = Byte.toUnsignedInt(content.get());
        var status = Status.fromCodeValue(code);
        if (code == 0 || status.getCode().value() != code) {
            throw new ChannelFault("found status " + code + " in a last record, wanted 1 to 16");
        }
        var text = new StringBuilder(name).append(": the other end says: ");
        StandardCharsets.UTF_8.decode(content).chars().forEach(c -> text.append(printable((char) c)));
        return status.withDescription(text.toString());
    }

    private static char printable(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '?';
            default -> c;
        };
    }
}

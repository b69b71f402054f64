package dev.adyton.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the link between client and provision server is protected, in the words of Asylo. */
enum SecurityType {
    /** TLS. */
    SSL,
    /** Not at all, on one machine. */
    LOCAL;

    /** For picocli. */
    static final class Converter implements ITypeConverter<SecurityType> {
        @Override
        public SecurityType convert(String text) {
            return switch (text) {
                case "ssl" -> SSL;
                case "local" -> LOCAL;
                default -> throw new TypeConversionException("found \"" + text + "\", wanted ssl or local");
            };
        }
    }
}

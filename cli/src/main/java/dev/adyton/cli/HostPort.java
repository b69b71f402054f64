package dev.adyton.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A host and a port as they are written on the command line.
 *
 * @param host a name or an address, without the brackets of IPv6
 * @param port 0 to 65535
 */
record HostPort(String host, int port) {
    private static final String WANTED =
            "wanted HOST:PORT with a port from 0 to 65535, e.g. 127.0.0.1:4321 or [::1]:4321";

    /**
     * Takes {@code HOST:PORT}, where an IPv6 address has brackets around it.
     *
     * @throws IllegalArgumentException when it is not such
     */
    static HostPort parse(String text) {
        var colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw wanted(text);
        }
        var host = text.substring(0, colon);
        var bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        var port = text.substring(colon + 1);
        var digits = !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        if (host.isBlank() || bracketed != host.contains(":") || !digits || Integer.parseInt(port) > 65_535) {
            throw wanted(text);
        }
        return new HostPort(host, Integer.parseInt(port));
    }

    private static IllegalArgumentException wanted(String text) {
        return new IllegalArgumentException("found \"" + text + "\", " + WANTED);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}

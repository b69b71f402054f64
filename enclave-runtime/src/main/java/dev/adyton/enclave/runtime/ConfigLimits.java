package dev.adyton.enclave.runtime;

import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.LogLevel;
import io.grpc.Status;
import io.grpc.StatusException;

/** The limits that {@code enclave.proto} and {@code launcher.proto} state for what a host sends at the start. */
final class ConfigLimits {
    static final int MAX_NAME = 128;
    static final int MAX_PAYLOADS = 64;
    static final int MAX_PAYLOAD_BYTES = 1 << 20;

    private ConfigLimits() {}

    /** Lets a configuration through, or throws INVALID_ARGUMENT with what was found and wanted. */
    static void check(EnclaveConfig config) throws StatusException {
        if (!isName(config.getName())) {
            throw bad("name", quoted(config.getName()), "1 to " + MAX_NAME + " characters of [A-Za-z0-9._-]");
        }
        if (config.getLogLevel() == LogLevel.UNRECOGNIZED) {
            throw bad("log level", String.valueOf(config.getLogLevelValue()), "0 to 6");
        }
        if (config.getPayloadCount() > MAX_PAYLOADS) {
            throw bad("payload", config.getPayloadCount() + " messages", "at most " + MAX_PAYLOADS);
        }
        long bytes = 0;
        for (var message : config.getPayloadList()) {
            bytes += message.getSerializedSize();
        }
        if (bytes > MAX_PAYLOAD_BYTES) {
            throw bad("payload", bytes + " bytes", "at most " + MAX_PAYLOAD_BYTES);
        }
    }

    /** Whether this can be the name of an enclave. */
    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_NAME;
    }

    /** A text of the other side for an error: short enough to be read. */
    static String quoted(String text) {
        return '"' + (text.length() > MAX_NAME ? text.substring(0, MAX_NAME) + "..." : text) + '"';
    }

    private static StatusException bad(String what, String found, String wanted) {
        return Status.INVALID_ARGUMENT
                .withDescription("enclave configuration: " + what + " has " + found + ", wanted " + wanted)
                .asException();
    }
}

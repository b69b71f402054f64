package dev.adyton.cli;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How much an enclave process has to be confined at least, as it is said on the command line. */
enum SandboxLevel {
    /** Not at all. */
    NONE(Confinement.PROCESS),
    /** By a system call filter. */
    SECCOMP(Confinement.SECCOMP),
    /** By namespaces as well. */
    NAMESPACES(Confinement.NAMESPACES);

    private final Confinement confinement;

    SandboxLevel(Confinement confinement) {
        this.confinement = confinement;
    }

    /** As evidence claims it. */
    Confinement confinement() {
        return confinement;
    }

    /** Reads an option's value. */
    static final class Converter implements ITypeConverter<SandboxLevel> {
        @Override
        public SandboxLevel convert(String value) {
            return switch (value) {
                case "none" -> NONE;
                case "seccomp" -> SECCOMP;
                case "namespaces" -> NAMESPACES;
                default ->
                    throw new TypeConversionException("found \"" + value + "\", wanted none, seccomp or namespaces");
            };
        }
    }
}

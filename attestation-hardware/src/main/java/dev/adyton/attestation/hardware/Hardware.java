package dev.adyton.attestation.hardware;

import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.EvidenceUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The trusted hardware of a machine, as its operating system offers it. Whoever can use it can have anything vouched for, so this is for launchers; looking at what there is changes nothing.
 * Where there is something, the C library is called, which needs native access for this module. Thread-safe.
 */
public final class Hardware {
    private final Kernel kernel;
    private final List<Way> ways;
    private final WaySource.Pause pause;

    /**
     * What was found of one interface of the operating system.
     *
     * @param name of the interface
     * @param type of the evidence that it gives, for example {@code tdx-dcap}; absent where it gives none
     * @param remark where it is, or why it gives none
     */
    public record Finding(String name, Optional<String> type, String remark) {}

    Hardware(Kernel kernel, WaySource.Pause pause) {
        this.kernel = kernel;
        this.pause = pause;
        var files = new KernelFiles(kernel);
        // From the general to the special: a kernel with the first does the same by it as by its own device.
        this.ways = List.of(new ConfigfsTsm(files), new Gramine(files), new NitroModule(files), new SevGuest(files));
    }

    /** That of this machine. Nothing is looked at yet. */
    public static Hardware ofThisMachine() {
        return new Hardware(new LinuxKernel(), Thread::sleep);
    }

    /** All interfaces that are known here, the preferred ones first, and what there is of each now. */
    public List<Finding> findings() {
        return ways.stream().map(this::finding).toList();
    }

    private Finding finding(Way way) {
        try {
            return new Finding(way.name(), Optional.of(type(way)), way.place());
        } catch (EvidenceUnavailableException e) {
            return new Finding(way.name(), Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private String type(Way way) throws EvidenceUnavailableException {
        if (!kernel.exists(way.place())) {
            throw new EvidenceUnavailableException("no " + way.place());
        }
        try {
            return way.type();
        } catch (KernelException e) {
            throw new EvidenceUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The preferred source of what there is now, if there is any. */
    public Optional<EvidenceSource> source() {
        for (var way : ways) {
            var type = finding(way).type();
            if (type.isPresent()) {
                return Optional.of(new WaySource(way, type.get(), pause));
            }
        }
        return Optional.empty();
    }

    /**
     * The preferred source of one type of evidence.
     *
     * @param type for example {@code tdx-dcap}
     * @throws EvidenceUnavailableException when there is none, saying what was found
     */
    public EvidenceSource source(String type) throws EvidenceUnavailableException {
        var others = new ArrayList<Finding>();
        for (var way : ways) {
            var finding = finding(way);
            if (finding.type().equals(Optional.of(type))) {
                return new WaySource(way, type, pause);
            }
            others.add(finding);
        }
        throw new EvidenceUnavailableException("way to evidence: found "
                + others.stream()
                        .map(finding -> finding.name() + " (" + finding.type().orElse(finding.remark()) + ")")
                        .collect(Collectors.joining(", "))
                + ", wanted one to " + type);
    }
}

package dev.adyton.cli;

import dev.adyton.attestation.hardware.Hardware.Finding;
import java.util.List;
import java.util.Locale;

/** What trusted hardware there is, in lines like those of the backends. */
final class HardwareCheck {
    private HardwareCheck() {}

    static List<String> lines(List<Finding> findings) {
        return findings.stream().map(HardwareCheck::line).toList();
    }

    private static String line(Finding finding) {
        return String.format(
                Locale.ROOT,
                "  %-20s %-13s  %s",
                finding.name(),
                finding.type().isPresent() ? "available" : "not available",
                finding.type().map(type -> type + " by " + finding.remark()).orElse(finding.remark()));
    }
}

package dev.adyton.cli;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One backend and whether it works here.
 *
 * @param name as it is shown
 * @param place where to start an enclave to find out; empty for what this version does not have
 * @param remark what to know of it
 */
record BackendCheck(String name, Optional<Place> place, String remark) {
    private static final String LATER = "not in this version";

    /** All backends, those that come later included; a provision server only when one is given. */
    static List<BackendCheck> all(Optional<Place> server) {
        var checks = new ArrayList<BackendCheck>();
        checks.add(new BackendCheck(
                "in-process", Optional.of(new Place.InProcess()), "for debugging: nothing is protected"));
        checks.add(new BackendCheck(
                "process", Optional.of(new Place.OwnProcess()), "for debugging: own process, not confined"));
        checks.add(new BackendCheck(
                "sandbox", Optional.of(new Place.Sandbox(Confinement.SECCOMP)), "own process, confined"));
        checks.add(new BackendCheck(
                "remote, local",
                Optional.of(new Place.LocalServer(Confinement.SECCOMP)),
                "provision server as a child process"));
        server.ifPresent(place -> checks.add(new BackendCheck("remote, server", server, "provision server as given")));
        checks.add(new BackendCheck("micro-VM", Optional.empty(), LATER));
        return List.copyOf(checks);
    }

    /** Starts the demo enclave there and ends it. */
    Finding tryIt() {
        if (place.isEmpty()) {
            return new Finding(false, remark);
        }
        try {
            var image = DemoImage.read();
            var start = System.nanoTime();
            try (var opened = place.get().open();
                    var manager = new EnclaveManager()) {
                var client = manager.load(EnclaveLoadConfig.of("doctor", image), opened.loader());
                var took = Duration.ofNanos(System.nanoTime() - start);
                var confinement = client.attestation()
                        .claims()
                        .map(claims -> "; confinement "
                                + claims.runtime().confinement().label())
                        .orElse("");
                return new Finding(true, remark + confinement + "; started in " + took.toMillis() + " ms");
            }
        } catch (RuntimeException | IOException e) {
            // Whatever it is, it is the finding.
            return new Finding(false, Failures.describe(e));
        }
    }

    /** The line that tells a finding. */
    String line(Finding finding) {
        return String.format(
                Locale.ROOT,
                "  %-20s %-13s  %s",
                name,
                finding.available() ? "available" : "not available",
                finding.why());
    }

    /**
     * What a try showed.
     *
     * @param available whether an enclave started
     * @param why what to know, or why not
     */
    record Finding(boolean available, String why) {}
}

package dev.adyton.enclave.runtime;

import dev.adyton.confinement.ConfinementException;
import dev.adyton.confinement.SelfConfinement;
import dev.adyton.protocol.BootConfined;
import dev.adyton.protocol.BootConfining;
import dev.adyton.protocol.BootProceed;
import dev.adyton.protocol.BootReply;
import java.io.IOException;
import java.util.Optional;

/** How an enclave process confines itself, in talk with its launcher. */
final class BootConfinement {
    private BootConfinement() {}

    /**
     * Confines the process before any code of the image runs; returns only when the launcher, which looks from outside, agrees.
     *
     * @param countDenied whether the launcher wants to count what is refused
     * @throws IOException when the process cannot be trusted to be confined, or the launcher is gone
     */
    static void run(LauncherStreams launcher, Preparation preparation, boolean countDenied, RecordSocket socket)
            throws IOException {
        var confined = BootConfined.newBuilder();
        var listened = Optional.<SelfConfinement.Listened>empty();
        try {
            var confinement = preparation.confinement();
            if (countDenied) {
                LauncherMessages.write(
                        launcher.out(), BootReply.newBuilder().setConfining(BootConfining.getDefaultInstance()));
                listened = confinement.tryListened();
            }
            if (listened.isEmpty()) {
                confinement.apply();
            }
            confined.setReached(dev.adyton.protocol.SelfConfinement.SELF_CONFINEMENT_SECCOMP);
            socket.leaveFile();
        } catch (ConfinementException e) {
            confined.setWhyNot(String.valueOf(e.getMessage()));
        }
        LauncherMessages.write(launcher.out(), BootReply.newBuilder().setConfined(confined));
        LauncherMessages.read(launcher.in(), BootProceed.parser(), "boot proceed");
        if (listened.isPresent()) {
            try {
                listened.get().handedOver();
            } catch (ConfinementException e) {
                throw new IOException("confinement: " + e.getMessage(), e);
            }
        }
    }
}

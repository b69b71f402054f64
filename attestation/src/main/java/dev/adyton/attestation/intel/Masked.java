package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;

/** Compares flags of which only some matter. */
final class Masked {
    private Masked() {}

    /** Whether what is found has under the mask exactly the bits that are wanted; all of one length. */
    static boolean matches(Bytes found, Bytes mask, Bytes wanted) {
        for (int i = 0; i < found.size(); i++) {
            if ((found.at(i) & mask.at(i)) != wanted.at(i)) {
                return false;
            }
        }
        return true;
    }
}

package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.SnpExpectation.Level;
import dev.adyton.attestation.verify.SnpClaims;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import dev.adyton.attestation.verify.SnpGuestPolicy;
import dev.adyton.attestation.verify.SnpProduct;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a policy's wish for SEV-SNP makes of a guest. */
final class SnpRules {
    // AMD 56860 section 4.3: what a guest may have its host do, and what it demands of it. Debug has a rule of its own.
    private static final long ALLOWANCES = 1L << 16 | 1L << 18 | 1L << 21;
    private static final long DEMANDS = 1L << 20 | 0b1111L << 22;

    private SnpRules() {}

    static List<Rule> of(SnpExpectation wanted, SnpClaims claims) {
        var guest = claims.guest();
        var rules = new ArrayList<>(Rules.anyOf(
                PlatformRules.MEASUREMENTS,
                wanted.guests().stream().map(one -> guest(one, guest)).toList()));
        rules.add(new Rule(
                "guest policy",
                permits(wanted.maximumPolicy(), guest.policy()),
                guest.policy().toString(),
                "at most " + wanted.maximumPolicy()));
        rules.add(Rules.oneOf("VMPL", guest.vmpl(), wanted.vmpls()));
        rules.add(Rules.equal("host data", guest.hostData(), wanted.hostData()));
        rules.addAll(tcb(wanted, claims));
        var checked = claims.firmware().info().aliasCheckComplete();
        rules.add(new Rule(
                "alias check",
                checked || wanted.uncheckedAliasesAllowed(),
                checked ? "complete" : "not complete",
                wanted.uncheckedAliasesAllowed() ? "complete or not" : "complete"));
        rules.addAll(signer(wanted, claims.signer()));
        rules.addAll(chip(wanted.chips(), claims));
        return rules;
    }

    private static List<Rule> guest(SnpExpectation.Guest wanted, SnpClaims.Guest found) {
        var rules = new ArrayList<Rule>();
        wanted.measurement()
                .ifPresent(value -> rules.add(Rules.equal("launch measurement", found.measurement(), value)));
        wanted.idKeyDigest().ifPresent(value -> rules.add(Rules.equal("id key digest", found.idKeyDigest(), value)));
        wanted.authorKeyDigest().ifPresent(value -> {
            var digest = found.authorKeyDigest();
            rules.add(new Rule(
                    "author key digest",
                    digest.isPresent() && digest.get().equals(value),
                    digest.map(Bytes::hex).orElse("none"),
                    value.hex()));
        });
        wanted.familyId().ifPresent(value -> rules.add(Rules.equal("family id", found.familyId(), value)));
        wanted.imageId().ifPresent(value -> rules.add(Rules.equal("image id", found.imageId(), value)));
        wanted.minimumGuestSvn()
                .ifPresent(least -> rules.add(Rules.atLeast("guest security version", found.securityVersion(), least)));
        return rules;
    }

    /** Whether a guest's policy allows nothing more, and demands nothing less. */
    static boolean permits(SnpGuestPolicy most, SnpGuestPolicy found) {
        boolean newEnough = found.abiMajor() > most.abiMajor()
                || (found.abiMajor() == most.abiMajor() && found.abiMinor() >= most.abiMinor());
        return (found.bits() & ALLOWANCES & ~most.bits()) == 0
                && (most.bits() & DEMANDS & ~found.bits()) == 0
                && newEnough;
    }

    private static List<Rule> tcb(SnpExpectation wanted, SnpClaims claims) {
        var product = claims.product();
        var least = wanted.products().get(product);
        if (least == null) {
            var names =
                    wanted.products().keySet().stream().map(SnpProduct::label).collect(Collectors.joining(" or "));
            return List.of(new Rule("product", false, product.label(), names));
        }
        var firmware = claims.firmware();
        return List.of(
                new Rule("product", true, product.label(), product.label()),
                tcb("launch TCB", firmware.launch(), least.launch()),
                tcb("reported TCB", firmware.reported(), least.reported()),
                tcb("committed TCB", firmware.committed(), least.committed()));
    }

    /** Part by part: versions of different parts say nothing about each other. */
    private static Rule tcb(String name, Tcb found, Tcb least) {
        boolean reached = found.fmc().orElse(0) >= least.fmc().orElse(0)
                && found.bootLoader() >= least.bootLoader()
                && found.tee() >= least.tee()
                && found.snp() >= least.snp()
                && found.microcode() >= least.microcode();
        return new Rule(name, reached, found.toString(), "at least " + least);
    }

    private static List<Rule> signer(SnpExpectation wanted, SnpClaims.Signer found) {
        var signers = wanted.signers();
        var rules = new ArrayList<Rule>();
        rules.add(Rules.oneOf("signing key", found.key(), signers.keys()));
        if (found.key() == SigningKey.VLEK && signers.keys().contains(SigningKey.VLEK)) {
            rules.add(Rules.oneOf("cloud provider", found.provider().orElse("none"), signers.providers()));
        }
        if (signers.revocationListRequired()) {
            rules.add(new Rule(
                    "revocation list",
                    found.revocationChecked(),
                    found.revocationChecked() ? "checked" : "none given",
                    "checked"));
        }
        return rules;
    }

    private static List<Rule> chip(SnpExpectation.Chips wanted, SnpClaims claims) {
        if (!wanted.ids().isEmpty()) {
            return List.of(listed(wanted.ids(), claims.signer()));
        }
        return claims.product() == SnpProduct.MILAN && wanted.level() == Level.HIGH
                ? List.of(new Rule(
                        "chip",
                        false,
                        "a Milan processor, of which there is no list in the policy",
                        "a list of chips (or level standard)"))
                : List.of();
    }

    /**
     * AMD certifies whose a VCEK is. A VLEK is on all chips of a provider, so who got it out of one of them names any chip he likes, and a list would keep out only honest machines.
     */
    private static Rule listed(Set<Bytes> wanted, SnpClaims.Signer found) {
        if (found.key() == SigningKey.VLEK) {
            return new Rule(
                    "chip",
                    false,
                    found.chipId().map(id -> "said by a VLEK: " + id).orElse("masked"),
                    "one of " + wanted.size() + ", by a VCEK");
        }
        return found.chipId()
                .map(id -> Rules.oneOf("chip", id, wanted))
                .orElseGet(() -> new Rule("chip", false, "masked", "one of " + wanted.size()));
    }
}

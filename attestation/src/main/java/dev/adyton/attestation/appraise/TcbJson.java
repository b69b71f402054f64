package dev.adyton.attestation.appraise;

import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonWriter;
import dev.adyton.attestation.verify.TcbStatus;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link TcbExpectation} in a policy file: the member {@code tcb} of an Intel platform. */
final class TcbJson {
    private static final Set<String> MEMBERS =
            Set.of("statuses", "waivers", "minEvaluationNumber", "maxCollateralAge", "collateralGrace");

    private TcbJson() {}

    /** The member of a platform; without one, only what is up to date. */
    static TcbExpectation read(JsonObject platform) throws JsonException {
        var member = platform.optional("tcb");
        if (member.isEmpty()) {
            return TcbExpectation.upToDate();
        }
        var json = member.get().asObject();
        json.only(MEMBERS);
        var statuses = statuses(json);
        var waivers = waivers(json);
        var least = json.optional("minEvaluationNumber");
        long number = least.isEmpty() ? 0 : least.get().asInteger(0, TcbExpectation.MAX_EVALUATION_NUMBER);
        var age = PolicyJson.duration(json, "maxCollateralAge");
        var grace = PolicyJson.duration(json, "collateralGrace").orElse(Duration.ZERO);
        return PolicyJson.checked(json, () -> new TcbExpectation(statuses, waivers, number, age, grace));
    }

    private static Set<TcbStatus> statuses(JsonObject json) throws JsonException {
        var member = json.optional("statuses");
        if (member.isEmpty()) {
            return Set.of(TcbStatus.UP_TO_DATE);
        }
        var statuses = EnumSet.noneOf(TcbStatus.class);
        for (var element : member.get().asArray().elements()) {
            statuses.add(TcbStatus.of(element.asText()).orElseThrow(() -> element.problem(labels())));
        }
        return statuses;
    }

    private static String labels() {
        return Stream.of(TcbStatus.values())
                .filter(status -> status != TcbStatus.REVOKED)
                .map(TcbStatus::label)
                .collect(Collectors.joining(", ", "one of ", ""));
    }

    private static Map<String, Instant> waivers(JsonObject json) throws JsonException {
        var waivers = new HashMap<String, Instant>();
        var member = json.optional("waivers");
        if (member.isPresent()) {
            for (var waiver : member.get().asObject().members().entrySet()) {
                if (!TcbExpectation.isAdvisory(waiver.getKey())) {
                    throw waiver.getValue().problem("another name", "an advisory such as INTEL-SA-00615");
                }
                waivers.put(waiver.getKey(), instant(waiver.getValue()));
            }
        }
        return waivers;
    }

    private static Instant instant(Json json) throws JsonException {
        try {
            return Instant.parse(json.asText());
        } catch (DateTimeException _) {
            throw json.problem("an instant such as 2026-12-31T00:00:00Z");
        }
    }

    static Consumer<JsonWriter> of(TcbExpectation wanted) {
        return json -> {
            json.texts(
                    "statuses", wanted.statuses().stream().map(TcbStatus::label).toList());
            if (!wanted.waivers().isEmpty()) {
                json.object(
                        "waivers",
                        waivers -> wanted.waivers()
                                .forEach((advisory, until) -> waivers.text(advisory, until.toString())));
            }
            json.number("minEvaluationNumber", wanted.minimumEvaluationNumber());
            wanted.maximumCollateralAge().ifPresent(age -> json.text("maxCollateralAge", age.toString()));
            if (wanted.collateralGrace().isPositive()) {
                json.text("collateralGrace", wanted.collateralGrace().toString());
            }
        };
    }
}

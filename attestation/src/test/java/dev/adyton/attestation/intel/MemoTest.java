package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.verify.VerificationException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoTest {
    private static final int CAPACITY = 16;

    private final Memo<Integer, String> memo = new Memo<>();
    private final List<Integer> verified = new ArrayList<>();

    private String get(int input) throws VerificationException {
        return memo.get(input, key -> {
            verified.add(key);
            return "result of " + key;
        });
    }

    @Test
    void what_was_verified_is_not_verified_again() throws VerificationException {
        assertThat(get(1)).isEqualTo("result of 1");
        assertThat(get(1)).isEqualTo("result of 1");
        assertThat(get(2)).isEqualTo("result of 2");

        assertThat(verified).containsExactly(1, 2);
    }

    @Test
    void as_many_are_remembered_as_were_used_last() throws VerificationException {
        for (int i = 0; i < CAPACITY; i++) {
            get(i);
        }
        get(0);
        assertThat(verified).hasSize(CAPACITY);

        get(CAPACITY);
        verified.clear();
        get(0);
        for (int i = 2; i <= CAPACITY; i++) {
            get(i);
        }
        assertThat(verified).isEmpty();
        get(1);
        assertThat(verified).containsExactly(1);
    }

    @Test
    void a_refusal_is_not_remembered() throws VerificationException {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> memo.get(1, _ -> {
                    throw new VerificationException("it", "this", "that");
                }));

        assertThat(get(1)).isEqualTo("result of 1");
    }
}

package dev.adyton.host.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.records.Records;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InboundGateTest {
    private final List<String> seen = new ArrayList<>();

    @Test
    void an_end_that_comes_during_a_record_is_told_after_it() {
        var gate = new InboundGate[1];
        gate[0] = new InboundGate(endpoint(() -> {
            gate[0].closed(Status.OK);
            seen.add("still in the record");
        }));

        gate[0].received(ByteBuffer.allocate(1));
        gate[0].received(ByteBuffer.allocate(1));

        assertThat(seen).containsExactly("record", "still in the record", "closed OK");
    }

    @Test
    void only_the_first_end_is_told() {
        var gate = new InboundGate(endpoint(() -> {}));

        gate.closed(Status.ABORTED);
        gate.closed(Status.OK);

        assertThat(seen).containsExactly("closed ABORTED");
    }

    private Records.Endpoint endpoint(Runnable during) {
        return new Records.Endpoint() {
            @Override
            public @Nullable ByteBuffer next() {
                return null;
            }

            @Override
            public void received(ByteBuffer record) {
                seen.add("record");
                during.run();
            }

            @Override
            public void closed(Status reason) {
                seen.add("closed " + reason.getCode());
            }
        };
    }
}

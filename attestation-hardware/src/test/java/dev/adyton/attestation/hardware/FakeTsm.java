package dev.adyton.attestation.hardware;

import dev.adyton.attestation.Bytes;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * {@code /sys/kernel/config/tsm/report} as {@code Documentation/ABI/testing/configfs-tsm-report} describes it: each entry has files of its own, {@code generation} counts writes of
 * {@code inblob}, a report is made when {@code outblob} is read and {@code inblob} has something.
 */
final class FakeTsm implements FakeKernel.Directory {
    private static final int MAX_INBLOB_BYTES = 64;

    private final FakeKernel kernel;
    String provider;
    UnaryOperator<Bytes> report;
    Optional<byte[]> certificates = Optional.empty();

    /** What happens before a report is made, given the entry: time for somebody else. */
    Interference interference = _ -> {};

    interface Interference {
        void at(String entry) throws KernelException;
    }

    FakeTsm(FakeKernel kernel, String provider, UnaryOperator<Bytes> report) {
        this.kernel = kernel;
        this.provider = provider;
        this.report = report;
        kernel.nodes.put(ConfigfsTsm.REPORTS, this);
    }

    @Override
    public void made(String entry) {
        var state = new Entry(entry);
        kernel.nodes.put(entry + "/provider", FakeKernel.text(provider + "\n"));
        kernel.nodes.put(entry + "/generation", new FakeKernel.Node() {
            @Override
            public byte[] content() {
                return Bytes.utf8(state.generation + "\n").toByteArray();
            }
        });
        kernel.nodes.put(entry + "/inblob", state);
        kernel.nodes.put(entry + "/outblob", new FakeKernel.Node() {
            @Override
            public byte[] content() throws KernelException {
                interference.at(entry);
                if (state.inblob.size() == 0) {
                    throw new KernelException("reading", KernelException.EINVAL);
                }
                return report.apply(state.inblob).toByteArray();
            }
        });
        certificates.ifPresent(table -> kernel.nodes.put(entry + "/auxblob", new FakeKernel.Node() {
            @Override
            public byte[] content() {
                return table;
            }
        }));
    }

    /** What an entry was given. */
    private static final class Entry implements FakeKernel.Node {
        final String path;
        Bytes inblob = Bytes.of(new byte[0]);
        int generation;

        Entry(String path) {
            this.path = path;
        }

        @Override
        public void written(byte[] octets) throws KernelException {
            if (octets.length > MAX_INBLOB_BYTES) {
                throw new KernelException("writing " + path, KernelException.EINVAL);
            }
            inblob = Bytes.of(octets);
            generation++;
        }
    }
}

package dev.adyton.attestation.hardware;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A kernel with files that it makes up: what is read is made when a file is opened, what was written arrives when it is closed, as with configfs. For one thread. */
final class FakeKernel implements Kernel {
    /** What is behind a path. */
    interface Node {
        default byte[] content() throws KernelException {
            throw new KernelException("reading", KernelException.EACCES);
        }

        default void written(byte[] octets) throws KernelException {
            throw new KernelException("writing", KernelException.EACCES);
        }

        default void ioctl(long request, MemorySegment argument) throws KernelException {
            throw new KernelException("ioctl", KernelException.ENOTTY);
        }
    }

    /** A directory in which others can be made. */
    interface Directory extends Node {
        /** Fills a directory that was made in it. */
        void made(String path) throws KernelException;
    }

    private static final class Open {
        final String path;
        final Node node;
        final Access access;
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        byte[] content = new byte[0];
        int at = -1;

        Open(String path, Node node, Access access) {
            this.path = path;
            this.node = node;
            this.access = access;
        }
    }

    final Map<String, Node> nodes = new TreeMap<>();
    final List<String> calls = new ArrayList<>();

    /** Most bytes that a call reads or writes. */
    int mostAtOnce = Integer.MAX_VALUE;

    /** How many of the next calls a signal interrupts. */
    int interruptions;

    /** What the next call of a name fails with, as often as the number is there. */
    final Map<String, List<Integer>> failures = new HashMap<>();

    private final Map<Integer, Open> open = new HashMap<>();
    private int last = 2;

    /** Has calls of a name fail, one after the other. */
    void fail(String call, Integer... errnos) {
        failures.put(call, new ArrayList<>(Arrays.asList(errnos)));
    }

    int openFiles() {
        return open.size();
    }

    private void enter(String call, String about) throws KernelException {
        calls.add(call + " " + about);
        if (interruptions > 0) {
            interruptions--;
            throw new KernelException(call + " " + about, KernelException.EINTR);
        }
        var left = failures.getOrDefault(call, failures.getOrDefault(call + " " + tail(about), List.of()));
        if (!left.isEmpty()) {
            throw new KernelException(call + " " + about, left.removeFirst());
        }
    }

    private static String tail(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Node node(String path) throws KernelException {
        var node = nodes.get(path);
        if (node == null) {
            throw new KernelException("opening " + path, KernelException.ENOENT);
        }
        return node;
    }

    private Open opened(int descriptor) {
        var file = open.get(descriptor);
        if (file == null) {
            throw new AssertionError("descriptor " + descriptor + " is not open");
        }
        return file;
    }

    @Override
    public boolean exists(String path) {
        return nodes.containsKey(path);
    }

    @Override
    public int open(String path, Access access) throws KernelException {
        enter("open", path);
        open.put(++last, new Open(path, node(path), access));
        return last;
    }

    @Override
    public byte[] read(int descriptor, int most) throws KernelException {
        var file = opened(descriptor);
        enter("read", file.path);
        if (file.at < 0) {
            file.content = file.node.content();
            file.at = 0;
        }
        var size = Math.min(Math.min(most, mostAtOnce), file.content.length - file.at);
        file.at += size;
        return Arrays.copyOfRange(file.content, file.at - size, file.at);
    }

    @Override
    public int write(int descriptor, byte[] octets) throws KernelException {
        var file = opened(descriptor);
        enter("write", file.path);
        var size = Math.min(octets.length, mostAtOnce);
        file.written.write(octets, 0, size);
        return size;
    }

    @Override
    public void close(int descriptor) throws KernelException {
        var file = opened(descriptor);
        open.remove(descriptor);
        calls.add("close " + file.path);
        if (file.access == Access.WRITE) {
            file.node.written(file.written.toByteArray());
        }
    }

    @Override
    public void makeDirectory(String path) throws KernelException {
        enter("mkdir", path);
        if (!(nodes.get(path.substring(0, path.lastIndexOf('/'))) instanceof Directory parent)) {
            throw new KernelException("mkdir " + path, KernelException.ENOENT);
        }
        nodes.put(path, new Node() {});
        parent.made(path);
    }

    @Override
    public void removeDirectory(String path) throws KernelException {
        enter("rmdir", path);
        node(path);
        nodes.keySet().removeIf(node -> node.equals(path) || node.startsWith(path + "/"));
    }

    @Override
    public void ioctl(int descriptor, long request, MemorySegment argument) throws KernelException {
        var file = opened(descriptor);
        enter("ioctl", file.path);
        file.node.ioctl(request, argument);
    }

    /** A file that can only be read. */
    static Node text(String text) {
        return new Node() {
            @Override
            public byte[] content() {
                return text.getBytes(StandardCharsets.UTF_8);
            }
        };
    }
}

package dev.adyton.image;

/** What an image is, in 48 bytes: SHA-384 of its canonical listing. Immutable. */
public final class Measurement extends Sha384 {
    /** Length of a measurement in bytes. */
    public static final int BYTES = Sha384.SIZE_BYTES;

    private static final String WHAT = "A measurement";

    private Measurement(byte[] value) {
        super(WHAT, value);
    }

    /**
     * The measurement with these bytes, which are copied.
     *
     * @throws IllegalArgumentException unless there are 48
     */
    public static Measurement of(byte[] value) {
        return new Measurement(value);
    }

    /**
     * The measurement written as hex digits of either case.
     *
     * @throws IllegalArgumentException unless there are 96 hex digits and nothing else
     */
    public static Measurement parse(String hex) {
        return new Measurement(parse(WHAT, hex));
    }
}

package dev.adyton.testkit.attack.inside;

/** An attempt that was refused without an exception: with nothing, where there would have been something. */
final class NothingGotException extends Exception {
    private static final long serialVersionUID = 1L;

    private NothingGotException(String what) {
        super(what);
    }

    /** What there is, if there is any. */
    static <T> T unless(boolean any, T what) throws NothingGotException {
        if (!any) {
            throw new NothingGotException(String.valueOf(what));
        }
        return what;
    }
}

package dev.adyton.examples.bouncing.circles;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.regex.Pattern;

/** What the host says of a circle is checked here, once, before anything is made of it. */
final class ConstantsCheck {
    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");
    private static final int WHOLE = 1000;
    private static final int FASTEST = 100;
    private static final int LARGEST_RADIUS = 1000;

    private ConstantsCheck() {}

    /** The same constants; INVALID_ARGUMENT when one of them is not as {@code circle.proto} says. */
    static CircleConstants checked(CircleConstants constants) throws StatusException {
        if (!COLOR.matcher(constants.getColor()).matches()) {
            throw invalid("color", "\"" + constants.getColor() + "\"", "# and six hex digits");
        }
        within("start_x", constants.getStartX(), 0, WHOLE);
        within("start_y", constants.getStartY(), 0, WHOLE);
        speed("speed_x", constants.getSpeedX());
        speed("speed_y", constants.getSpeedY());
        within("least_radius", constants.getLeastRadius(), 1, LARGEST_RADIUS);
        within("greatest_radius", constants.getGreatestRadius(), constants.getLeastRadius(), LARGEST_RADIUS);
        return constants;
    }

    private static void speed(String what, int found) throws StatusException {
        within(what, found, -FASTEST, FASTEST);
        if (found == 0) {
            throw invalid(what, "0", "a circle that moves");
        }
    }

    private static void within(String what, int found, int least, int most) throws StatusException {
        if (found < least || found > most) {
            throw invalid(what, Integer.toString(found), least + " to " + most);
        }
    }

    private static StatusException invalid(String what, String found, String wanted) {
        return Status.INVALID_ARGUMENT
                .withDescription("Circle's %s: found %s, wanted %s".formatted(what, found, wanted))
                .asException();
    }
}

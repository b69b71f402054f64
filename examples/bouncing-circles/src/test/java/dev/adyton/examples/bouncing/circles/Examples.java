package dev.adyton.examples.bouncing.circles;

/** Constants that tests begin from. */
final class Examples {
    private Examples() {}

    static CircleConstants constants() {
        return CircleConstants.newBuilder()
                .setColor("#3366cc")
                .setStartX(500)
                .setStartY(500)
                .setSpeedX(3)
                .setSpeedY(-2)
                .setLeastRadius(10)
                .setGreatestRadius(12)
                .build();
    }
}

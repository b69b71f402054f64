package dev.adyton.examples.bouncing.circles.web;

import dev.adyton.examples.bouncing.circles.CirclesApplication;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.image.EnclaveImage;
import dev.adyton.testkit.TestImage;

/** The image that tests run, made once of the classes that they were compiled with. */
final class Images {
    static final EnclaveImage CIRCLE = TestImage.debug(CirclesApplication.class);

    /** How it is loaded. */
    static final EnclaveLoadConfig CONFIG = EnclaveLoadConfig.of("circle", CIRCLE);

    private Images() {}
}

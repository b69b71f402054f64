package dev.adyton.examples.bouncing.circles.web;

/**
 * What is at a path.
 *
 * @param method GET or POST
 * @param page whether it only shows a page or a part of one, so that HEAD may stand for GET
 * @param handler answers
 */
record Route(String method, boolean page, Handler handler) {
    /** Answers a request. */
    interface Handler {
        /**
         * May block.
         *
         * @throws io.grpc.StatusRuntimeException what went wrong with an enclave
         */
        Answer answer(Query query) throws BadRequest, InterruptedException;
    }

    /** Shows the same at all times. */
    static Route page(Answer answer) {
        return new Route("GET", true, _ -> answer);
    }

    /** Tells something, or does what Asylo's example did for a GET. */
    static Route get(Handler handler) {
        return new Route("GET", false, handler);
    }

    /** Does something. */
    static Route post(Handler handler) {
        return new Route("POST", false, handler);
    }

    boolean takes(String requested) {
        return requested.equals(method) || (requested.equals("HEAD") && page);
    }

    /** The methods that it takes, as the header Allow lists them. */
    String allowed() {
        return page ? method + ", HEAD" : method;
    }
}

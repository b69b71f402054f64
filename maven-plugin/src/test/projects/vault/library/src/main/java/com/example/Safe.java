package com.example;

import com.google.common.collect.ImmutableList;

/** Part of the image as a library, which needs another library. */
public final class Safe {
    private Safe() {}

    /** What is in it. */
    public static ImmutableList<String> contents() {
        return ImmutableList.of("gold");
    }
}

package dev.adyton.testkit.attack.inside;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Finds objects by going from field to field, private ones too, as far as no module forbids it. */
public final class Reach {
    private Reach() {}

    /** The first object of the type with this name that can be reached. */
    public static Object find(Object from, String type) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        open.add(from);
        while (!open.isEmpty()) {
            var next = open.remove();
            if (!seen.add(next)) {
                continue;
            }
            if (is(next.getClass(), type)) {
                return next;
            }
            reachable(next, open);
        }
        throw new NoSuchElementException(type + " is not among " + seen.size() + " objects");
    }

    private static boolean is(@Nullable Class<?> found, String type) {
        if (found == null) {
            return false;
        }
        for (var implemented : found.getInterfaces()) {
            if (is(implemented, type)) {
                return true;
            }
        }
        return found.getName().equals(type) || is(found.getSuperclass(), type);
    }

    private static void reachable(Object object, Deque<Object> into) {
        switch (object) {
            case AtomicReference<?> reference -> add(into, reference.get());
            case Optional<?> optional -> optional.ifPresent(into::add);
            case CompletableFuture<?> future -> {
                if (future.state() == Future.State.SUCCESS) {
                    add(into, future.resultNow());
                }
            }
            case Collection<?> all -> all.forEach(one -> add(into, one));
            case Map<?, ?> map -> map.values().forEach(one -> add(into, one));
            case Object[] array -> {
                for (int i = 0; i < Array.getLength(array); i++) {
                    add(into, array[i]);
                }
            }
            default -> fields(object, into);
        }
    }

    private static void fields(Object object, Deque<Object> into) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers()) && open(field)) {
                    add(into, value(field, object));
                }
            }
        }
    }

    private static @Nullable Object value(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new AssertionError("it was opened", e);
        }
    }

    private static boolean open(AccessibleObject member) {
        try {
            member.setAccessible(true);
            return true;
        } catch (InaccessibleObjectException ofTheJdk) {
            return false;
        }
    }

    private static void add(Deque<Object> into, @Nullable Object found) {
        if (found != null) {
            into.add(found);
        }
    }
}

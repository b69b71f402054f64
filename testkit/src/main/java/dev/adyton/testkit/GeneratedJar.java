package dev.adyton.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar with a class that no compiler made. */
final class GeneratedJar {
    private GeneratedJar() {}

    /** One public class with one public static method that answers a string. */
    static byte[] withStaticMethod(String className, String method, String answer) {
        var flags = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;
        var type = MethodTypeDesc.of(ConstantDescs.CD_String);
        var bytes = ClassFile.of()
                .build(
                        ClassDesc.of(className),
                        generated -> generated
                                .withFlags(ClassFile.ACC_PUBLIC)
                                .withMethodBody(
                                        method,
                                        type,
                                        flags,
                                        code -> code.ldc(answer).areturn()));
        var jar = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(jar)) {
            out.putNextEntry(new ZipEntry(className.replace('.', '/') + ".class"));
            out.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return jar.toByteArray();
    }
}

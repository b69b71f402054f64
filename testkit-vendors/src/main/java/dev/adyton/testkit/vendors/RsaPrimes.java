package dev.adyton.testkit.vendors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Optional;

/** RSA keys of 4096 bits that are always the same, as to make one takes seconds in each JVM. */
final class RsaPrimes {
    private static final List<String> NAMES = List.of("ARK", "ASK and ASVK", "other");
    private static final List<BigInteger> PRIMES = read();
    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);

    private RsaPrimes() {}

    /** The key of this name, if its primes are known. */
    static Optional<KeyPair> key(String name) throws GeneralSecurityException {
        var index = NAMES.indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(key(PRIMES.get(2 * index), PRIMES.get(2 * index + 1)));
    }

    private static KeyPair key(BigInteger p, BigInteger q) throws GeneralSecurityException {
        var modulus = p.multiply(q);
        var p1 = p.subtract(BigInteger.ONE);
        var q1 = q.subtract(BigInteger.ONE);
        var exponent = EXPONENT.modInverse(p1.multiply(q1));
        var factory = KeyFactory.getInstance("RSA");
        var secret = new RSAPrivateCrtKeySpec(
                modulus, EXPONENT, exponent, p, q, exponent.mod(p1), exponent.mod(q1), q.modInverse(p));
        return new KeyPair(
                factory.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT)), factory.generatePrivate(secret));
    }

    private static List<BigInteger> read() {
        try (var stream = RsaPrimes.class.getResourceAsStream("rsa-primes.txt")) {
            if (stream == null) {
                throw new AssertionError("resource rsa-primes.txt is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> new BigInteger(line, 16))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace ringside::grading {

/// Numbers drawn from a seed, the same on every machine and with every version of Qt and the
/// standard library: worlds depend on it for ever. SplitMix64; source: Steele, Lea, Flood, "Fast
/// splittable pseudorandom number generators" (OOPSLA 2014), and the public-domain C version by
/// Vigna.
class Random
{
public:
    explicit Random(quint64 seed)
        : m_state(seed)
    {
    }

    /// A generator of its own for each name under one seed, so that one more entry in a world does
    /// not change what the others draw.
    Random(quint64 seed, QByteArrayView name)
        : m_state(seed)
    {
        quint64 hash = 0xCBF29CE484222325; // FNV-1a
        for (char c : name)
            hash = (hash ^ static_cast<uchar>(c)) * 0x100000001B3;
        m_state = next() ^ hash;
    }

    quint64 next()
    {
        m_state += 0x9E3779B97F4A7C15;
        quint64 z = m_state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// A number from `low` to `high`, both included.
    qint64 between(qint64 low, qint64 high)
    {
        const quint64 span = static_cast<quint64>(high) - static_cast<quint64>(low) + 1;
        if (span == 0)
            return static_cast<qint64>(next());
        // Draws that would favour the low numbers are thrown away.
        const quint64 limit = span * (~quint64(0) / span);
        quint64 drawn = next();
        while (drawn >= limit)
            drawn = next();
        return static_cast<qint64>(static_cast<quint64>(low) + drawn % span);
    }

    QByteArray bytes(qsizetype count)
    {
        QByteArray result(count, Qt::Uninitialized);
        for (qsizetype i = 0; i < count; i += 8) {
            quint64 word = next();
            for (qsizetype k = i; k < std::min(count, i + 8); ++k, word >>= 8)
                result[k] = static_cast<char>(word & 0xFF);
        }
        return result;
    }

private:
    quint64 m_state;
};

} // namespace ringside::grading

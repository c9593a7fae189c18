import hashlib
print(hashlib.sha256(b'x').hexdigest(), hashlib.md5(b'x').hexdigest(), sorted(hashlib.algorithms_guaranteed)[:3])

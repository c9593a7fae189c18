import sqlite3
db = sqlite3.connect('d.db')
db.execute('create table t (x)')
db.execute('insert into t values (1)')
db.commit()
print(db.execute('select * from t').fetchall())
db.close()

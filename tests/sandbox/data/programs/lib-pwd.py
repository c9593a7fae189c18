import pwd, grp
print(pwd.getpwnam('root').pw_uid, grp.getgrgid(0).gr_name)
